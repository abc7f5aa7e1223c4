-- A password that the desk hands out is good for a short time only; null: no end.
alter table password add column usable_until timestamptz;
