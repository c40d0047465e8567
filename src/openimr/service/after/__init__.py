"""What comes after a determination: its receipt and implementation, appeals and remands, fees."""
