//! Calendars and other files that leave the house
