"""Work in the background: tasks in the same PostgreSQL (Procrastinate), each safe to repeat, and their worker."""
