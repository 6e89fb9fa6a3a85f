"""The pages of this app. A view fits a screen: permission, form, one service or selector, render."""
