import { Module } from '@nestjs/common';
import { config } from '../config.js';
import { observeQuotas } from './quotas.metrics.js';
import { QUOTAS } from './quotas.js';
import { UsageLedger } from './usage-ledger.js';
import { UsageRepository } from './usage.repository.js';

/** How much one account may store. */
@Module({
  providers: [{ provide: QUOTAS, useValue: config.quotas }, UsageRepository, UsageLedger],
  exports: [QUOTAS, UsageLedger, UsageRepository],
})
export class QuotasModule {
  constructor() {
    observeQuotas(config.quotas);
  }
}
