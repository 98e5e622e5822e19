-- What was a certificate's fingerprint is so still for a device that was not enrolled here.
alter table device rename column fingerprint to device_id;
alter table device alter column last_seen drop not null;
alter table device add column name varchar(100);
alter table device add column serial varchar(40);
alter table device add column fingerprint varchar(64);
alter table device add column enrolled_at timestamp with time zone;

-- Rows are only ever added: that there are more is how a server learns of one.
create table revoked_device (
    device_id  varchar(64)              not null primary key,
    revoked_at timestamp with time zone not null
);

create table enrolment_code (
    code_hash  varchar(64)              not null primary key,
    user_id    bigint                   not null references users,
    name       varchar(100),
    expires_at timestamp with time zone not null
);
create index enrolment_codes_of_user on enrolment_code (user_id);
