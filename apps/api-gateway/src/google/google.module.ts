import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { config } from '../config.js';
import { GoogleController } from './google.controller.js';
import { GoogleService } from './google.service.js';
import { GoogleStrategy } from './google.strategy.js';

@Module({
  imports: [AuthModule],
  controllers: [GoogleController],
  providers: [
    { provide: GoogleStrategy, useFactory: () => config.google && new GoogleStrategy(config.google) },
    GoogleService,
  ],
})
export class GoogleModule {}
