"""What the clock does: reading updates in order, noticing what falls due, sending, cleaning."""
