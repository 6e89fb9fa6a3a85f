"""Writing the framework. Every service asks by itself whether its actor may."""
