"""What every room uses. No pages here, and nothing here imports a room."""
