import { HealthModule } from '@messenger/health';
import { RabbitMqModule } from '@messenger/rabbitmq';
import { Module } from '@nestjs/common';
import { AdministrationModule } from './administration/administration.module.js';
import { AuthModule } from './auth/auth.module.js';
import { GatewayAuthenticationModule } from './auth/guard/gateway-authentication.module.js';
import { ChatsModule } from './chats/chats.module.js';
import { ClientsModule } from './clients/clients.module.js';
import { config } from './config.js';
import { EventsModule } from './events/events.module.js';
import { ExportsModule } from './exports/exports.module.js';
import { FeedModule } from './feed/feed.module.js';
import { FriendsModule } from './friends/friends.module.js';
import { ConnectionDrain } from './http/connection-drain.js';
import { InvitesModule } from './invites/invites.module.js';
import { LiveModule } from './live/live.module.js';
import { RateLimitsModule } from './rate-limits/rate-limits.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { UsersModule } from './users/users.module.js';

@Module({
  imports: [
    HealthModule.register(config.admin),
    RabbitMqModule.register({ url: config.amqp.url }),
    ClientsModule,
    RateLimitsModule,
    GatewayAuthenticationModule,
    AuthModule,
    UsersModule,
    FriendsModule,
    ChatsModule,
    EventsModule,
    InvitesModule,
    ExportsModule,
    ReportsModule,
    LiveModule,
    FeedModule,
    AdministrationModule,
  ],
  providers: [ConnectionDrain],
})
export class AppModule {}
