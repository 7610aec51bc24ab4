-- The roles and schemas of tools/stack/src/provisioning.ts, which a test compares with this file. The passwords are set
-- from secrets: by CloudNativePG, or by passwords.sh of the local overlay.

DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'auth_owner') THEN
    CREATE ROLE "auth_owner";
  END IF;
END $$;
ALTER ROLE "auth_owner" LOGIN;

DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'auth_service') THEN
    CREATE ROLE "auth_service";
  END IF;
END $$;
ALTER ROLE "auth_service" LOGIN;

DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'users_owner') THEN
    CREATE ROLE "users_owner";
  END IF;
END $$;
ALTER ROLE "users_owner" LOGIN;

DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'user_service') THEN
    CREATE ROLE "user_service";
  END IF;
END $$;
ALTER ROLE "user_service" LOGIN;

DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'subscriber_owner') THEN
    CREATE ROLE "subscriber_owner";
  END IF;
END $$;
ALTER ROLE "subscriber_owner" LOGIN;

DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'subscriber_service') THEN
    CREATE ROLE "subscriber_service";
  END IF;
END $$;
ALTER ROLE "subscriber_service" LOGIN;

DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'chat_owner') THEN
    CREATE ROLE "chat_owner";
  END IF;
END $$;
ALTER ROLE "chat_owner" LOGIN;

DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'chat_service') THEN
    CREATE ROLE "chat_service";
  END IF;
END $$;
ALTER ROLE "chat_service" LOGIN;

REVOKE ALL ON DATABASE "messenger" FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT "auth_owner" TO CURRENT_USER;
CREATE SCHEMA IF NOT EXISTS "auth" AUTHORIZATION "auth_owner";
GRANT CONNECT ON DATABASE "messenger" TO "auth_owner", "auth_service";
GRANT USAGE ON SCHEMA "auth" TO "auth_service";
ALTER DEFAULT PRIVILEGES FOR ROLE "auth_owner" IN SCHEMA "auth" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "auth_service";
ALTER DEFAULT PRIVILEGES FOR ROLE "auth_owner" IN SCHEMA "auth" GRANT USAGE, SELECT ON SEQUENCES TO "auth_service";
ALTER DEFAULT PRIVILEGES FOR ROLE "auth_owner" IN SCHEMA "auth" GRANT EXECUTE ON FUNCTIONS TO "auth_service";
ALTER ROLE "auth_owner" IN DATABASE "messenger" SET search_path = "auth";
ALTER ROLE "auth_service" IN DATABASE "messenger" SET search_path = "auth";

GRANT "users_owner" TO CURRENT_USER;
CREATE SCHEMA IF NOT EXISTS "users" AUTHORIZATION "users_owner";
GRANT CONNECT ON DATABASE "messenger" TO "users_owner", "user_service";
GRANT USAGE ON SCHEMA "users" TO "user_service";
ALTER DEFAULT PRIVILEGES FOR ROLE "users_owner" IN SCHEMA "users" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "user_service";
ALTER DEFAULT PRIVILEGES FOR ROLE "users_owner" IN SCHEMA "users" GRANT USAGE, SELECT ON SEQUENCES TO "user_service";
ALTER DEFAULT PRIVILEGES FOR ROLE "users_owner" IN SCHEMA "users" GRANT EXECUTE ON FUNCTIONS TO "user_service";
ALTER ROLE "users_owner" IN DATABASE "messenger" SET search_path = "users";
ALTER ROLE "user_service" IN DATABASE "messenger" SET search_path = "users";

GRANT "subscriber_owner" TO CURRENT_USER;
CREATE SCHEMA IF NOT EXISTS "subscriber" AUTHORIZATION "subscriber_owner";
GRANT CONNECT ON DATABASE "messenger" TO "subscriber_owner", "subscriber_service";
GRANT USAGE ON SCHEMA "subscriber" TO "subscriber_service";
ALTER DEFAULT PRIVILEGES FOR ROLE "subscriber_owner" IN SCHEMA "subscriber" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "subscriber_service";
ALTER DEFAULT PRIVILEGES FOR ROLE "subscriber_owner" IN SCHEMA "subscriber" GRANT USAGE, SELECT ON SEQUENCES TO "subscriber_service";
ALTER DEFAULT PRIVILEGES FOR ROLE "subscriber_owner" IN SCHEMA "subscriber" GRANT EXECUTE ON FUNCTIONS TO "subscriber_service";
ALTER ROLE "subscriber_owner" IN DATABASE "messenger" SET search_path = "subscriber";
ALTER ROLE "subscriber_service" IN DATABASE "messenger" SET search_path = "subscriber";

GRANT "chat_owner" TO CURRENT_USER;
CREATE SCHEMA IF NOT EXISTS "chat" AUTHORIZATION "chat_owner";
GRANT CONNECT ON DATABASE "messenger" TO "chat_owner", "chat_service";
GRANT USAGE ON SCHEMA "chat" TO "chat_service";
ALTER DEFAULT PRIVILEGES FOR ROLE "chat_owner" IN SCHEMA "chat" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "chat_service";
ALTER DEFAULT PRIVILEGES FOR ROLE "chat_owner" IN SCHEMA "chat" GRANT USAGE, SELECT ON SEQUENCES TO "chat_service";
ALTER DEFAULT PRIVILEGES FOR ROLE "chat_owner" IN SCHEMA "chat" GRANT EXECUTE ON FUNCTIONS TO "chat_service";
ALTER ROLE "chat_owner" IN DATABASE "messenger" SET search_path = "chat";
ALTER ROLE "chat_service" IN DATABASE "messenger" SET search_path = "chat";
CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA users;
