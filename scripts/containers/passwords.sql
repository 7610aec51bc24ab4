-- Gives each role the password that the environment has for it.
\getenv auth_owner AUTH_OWNER_PASSWORD
\getenv auth_service AUTH_SERVICE_PASSWORD
\getenv users_owner USERS_OWNER_PASSWORD
\getenv user_service USER_SERVICE_PASSWORD
\getenv subscriber_owner SUBSCRIBER_OWNER_PASSWORD
\getenv subscriber_service SUBSCRIBER_SERVICE_PASSWORD
\getenv chat_owner CHAT_OWNER_PASSWORD
\getenv chat_service CHAT_SERVICE_PASSWORD
ALTER ROLE auth_owner PASSWORD :'auth_owner';
ALTER ROLE auth_service PASSWORD :'auth_service';
ALTER ROLE users_owner PASSWORD :'users_owner';
ALTER ROLE user_service PASSWORD :'user_service';
ALTER ROLE subscriber_owner PASSWORD :'subscriber_owner';
ALTER ROLE subscriber_service PASSWORD :'subscriber_service';
ALTER ROLE chat_owner PASSWORD :'chat_owner';
ALTER ROLE chat_service PASSWORD :'chat_service';
