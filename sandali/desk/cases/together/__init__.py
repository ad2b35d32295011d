"""Several people on one case: looking, following, naming, taking over, handing over; an answer that came second."""
