-- An update of an email is one of its modseq, which is indexed, so it never stays on its page: room kept for it there is lost.
alter table email set (fillfactor = 100);
