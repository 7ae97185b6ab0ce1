"""What is read of terms: alerts, lists of the team, and what is kept of single questions."""
