"""As our own pages write them: "31 Desember 2023" and "07.05". Django's own are "31 Des. 2023" and "7.05"."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H.i"
DATETIME_FORMAT = "j F Y H.i"
