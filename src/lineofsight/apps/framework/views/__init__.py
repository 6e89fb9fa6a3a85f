"""Pages of the framework. Reading is for everybody on staff and on the board; what leads to writing is drawn only for
those who may."""
