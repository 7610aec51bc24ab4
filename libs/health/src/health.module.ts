import { Global, Module, type BeforeApplicationShutdown, type DynamicModule } from '@nestjs/common';
import { ADMIN_ADDRESS, AdminServer, type AdminAddress } from './admin-server.js';
import { Readiness } from './readiness.js';

/** The admin port of an app; other modules register what they need with `Readiness`. */
@Global()
@Module({})
export class HealthModule implements BeforeApplicationShutdown {
  constructor(private readonly readiness: Readiness) {}

  static register(address: AdminAddress): DynamicModule {
    return {
      module: HealthModule,
      providers: [{ provide: ADMIN_ADDRESS, useValue: address }, AdminServer, Readiness],
      exports: [Readiness],
    };
  }

  beforeApplicationShutdown(): void {
    this.readiness.drain();
  }
}
