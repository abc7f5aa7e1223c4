-- The recipients of an entry one a line: an array of one takes twice the room, and entries are never removed.
alter table journal_entry alter recipients type text using array_to_string(recipients, E'\n');
