-- Names in lower case: unique, and found by how they begin. Of old names that differ by case alone the oldest user's has the key; the others stay as they are.
update users set display_key = lower(display),
    username_key = case when user_id in (select min(o.user_id) from users o group by lower(o.username)) then lower(username) end;
create unique index users_by_username_key on users (username_key ${by_prefix});
create index users_by_display_key on users (display_key ${by_prefix});
