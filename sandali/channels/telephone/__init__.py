"""telephone: calls, as a telephone system tells of them. It says what happens; what is said on the telephone people write down."""
