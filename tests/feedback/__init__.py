"""What goes back to the officers."""
