"""What is read of commitments."""
