"""Put odd values anywhere, and see that the night publishes."""
