"""Facts as typed tables in files, published in builds, and the engines that count in them. Knows no Django."""
