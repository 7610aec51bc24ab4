import { EXAMPLE_IDS } from '@messenger/dto';
import type { DataExport } from '@messenger/proto';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ description: 'A file with what is mine here.' })
export class ExportView {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_IDS.export, description: 'Names the export.' })
  id!: string;

  @ApiProperty({ enum: ['running', 'ready', 'failed'], example: 'ready', description: 'A failed one can be repeated.' })
  state!: string;

  @ApiProperty({ type: 'integer', example: 1200, description: 'Messages written so far.' })
  writtenMessages!: number;

  @ApiProperty({ type: 'integer', example: 1200, description: 'Messages there are; 0 until they are counted.' })
  totalMessages!: number;

  @ApiProperty({ type: 'integer', example: 94512, description: 'Of the file; 0 until it is ready.' })
  sizeBytes!: number;

  @ApiProperty({ description: 'When it began.' })
  createdAt!: Date;

  @ApiProperty({ type: Date, nullable: true, description: 'When it was ready, or had failed.' })
  finishedAt!: Date | null;

  @ApiProperty({ type: Date, nullable: true, description: 'When the file is deleted; null unless it is ready.' })
  expiresAt!: Date | null;
}

@ApiSchema({ description: 'My exports.' })
export class ExportsView {
  @ApiProperty({ type: [ExportView], description: 'One or none.' })
  exports!: ExportView[];
}

export function toExportView({ createdAt, finishedAt, expiresAt, ...dataExport }: DataExport): ExportView {
  const times = { createdAt: createdAt as Date, finishedAt: finishedAt ?? null, expiresAt: expiresAt ?? null };
  return { ...dataExport, ...times };
}
