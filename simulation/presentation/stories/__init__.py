"""Stories in words and pictures: for the command line, the static page and the teacher's pack."""
