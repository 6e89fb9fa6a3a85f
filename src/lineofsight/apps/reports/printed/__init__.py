"""The pages on paper and as workbooks."""
