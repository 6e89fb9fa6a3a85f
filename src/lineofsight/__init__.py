"""Line of Sight: performance management for social service agencies."""

__version__ = "0.1.0"
