-- An update of an email is one of its modseq, which is indexed, so it never stays on its page: room kept for it there is lost.
alter table email set (fillfactor = 100);
-- The recipients of an entry one a line: an array of one takes twice the room, and entries are never removed.
alter table journal_entry alter recipients type text using array_to_string(recipients, E'\n');
