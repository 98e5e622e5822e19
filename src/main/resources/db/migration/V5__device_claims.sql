-- Which of its sessions moves a device's cursor, over all nodes: that of the last claim.
alter table device add column claim bigint default 0 not null;
