# Run by the image of PostgreSQL once, after provisioning.sql: /passwords/<role> holds the password of each role.
for file in /passwords/*; do
  psql --set=role="${file##*/}" --set=password="$(cat "$file")" --dbname=messenger <<'SQL'
ALTER ROLE :"role" PASSWORD :'password';
SQL
done
