"""What OpenIMR measures of itself: accuracy on real letters, speed, and what a revision changed."""
