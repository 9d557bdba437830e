"""The advisers' side: the queue, calls, and the helpline's own case about somebody."""
