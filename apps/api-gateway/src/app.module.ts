import { RabbitMqModule } from '@messenger/rabbitmq';
import { HealthModule } from '@messenger/health';
import { Module } from '@nestjs/common';
import { AuthModule } from './auth/auth.module.js';
import { GatewayAuthenticationModule } from './authentication/gateway-authentication.module.js';
import { ChatsModule } from './chats/chats.module.js';
import { config } from './config.js';
import { EventsModule } from './events/events.module.js';
import { FriendsModule } from './friends/friends.module.js';
import { GoogleModule } from './google/google.module.js';
import { LiveModule } from './live/live.module.js';
import { RateLimitsModule } from './rate-limits/rate-limits.module.js';
import { ConnectionDrain } from './requests/connection-drain.js';
import { ServicesModule } from './services/services.module.js';
import { UsersModule } from './users/users.module.js';

@Module({
  imports: [
    HealthModule.register(config.admin),
    RabbitMqModule.register({ url: config.amqp.url }),
    ServicesModule,
    RateLimitsModule,
    GatewayAuthenticationModule,
    AuthModule,
    GoogleModule,
    UsersModule,
    FriendsModule,
    ChatsModule,
    EventsModule,
    LiveModule,
  ],
  providers: [ConnectionDrain],
})
export class AppModule {}
