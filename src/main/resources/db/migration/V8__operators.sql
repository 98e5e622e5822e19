-- Operators, by what their certificates call them. What their certificates have done is in the audit log, which refers to nothing.
create table operators (
    name               varchar(100)             not null primary key,
    role               varchar(20)              not null,
    added_at           timestamp with time zone not null,
    -- Where one was removed before: only certificates count that began after that, or were given out here since.
    certificates_since timestamp with time zone,
    version            bigint                   not null
);

-- Kept for good: a name that comes back must not bring its old certificates back.
create table removed_operator (
    name       varchar(100)             not null primary key,
    removed_at timestamp with time zone not null
);

create table operator_certificate (
    certificate_id varchar(64)              not null primary key,
    operator       varchar(100)             not null references operators on delete cascade,
    serial         varchar(40)              not null,
    fingerprint    varchar(64)              not null,
    enrolled_at    timestamp with time zone not null,
    ends_at        timestamp with time zone not null
);
create index certificates_of_operator on operator_certificate (operator);

create table operator_code (
    code_hash  varchar(64)              not null primary key,
    operator   varchar(100)             not null references operators on delete cascade,
    expires_at timestamp with time zone not null
);
create index codes_of_operator on operator_code (operator);
