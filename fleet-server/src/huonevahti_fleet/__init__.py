"""What runs in the office: it takes reports, finds faults and their owners, and shows them."""
