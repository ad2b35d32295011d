"""What is given to put a matter right: inside one's allowance at once, beyond it by one click of somebody above; and the stories of it."""
