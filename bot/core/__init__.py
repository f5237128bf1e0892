"""The truth floor: what a campaign, a hearing, an office, a reader is. No I/O, no clock."""
