-- What operators did. Nothing refers to it, and it refers to nothing: what it is about may be gone.
create table audit_entry (
    entry_id    varchar(36)              not null primary key,
    called_at   timestamp with time zone not null,
    node        varchar(300)             not null,
    caller      varchar(300)             not null,
    certificate varchar(64)              not null,
    address     varchar(300)             not null,
    action      varchar(300)             not null,
    subject     varchar(300)             not null,
    status      integer                  not null
);
create index audit_entries_by_time on audit_entry (called_at);
