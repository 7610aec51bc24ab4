import type {
  FinishExportRequest,
  GetExportPartRequest,
  GetExportRequest,
  PutExportPartRequest,
} from '@messenger/proto';
import { IsIn, IsInt, Min, ValidateBy } from 'class-validator';
import { Id } from '../fields/id.js';

/** Of a part of an export's file; the last one has what is left. */
export const EXPORT_PART_BYTES = 256 * 1024;

export class ExportIdDto implements GetExportRequest {
  @Id()
  exportId!: string;
}

export class GetExportPartDto extends ExportIdDto implements GetExportPartRequest {
  @IsInt()
  @Min(0)
  number!: number;
}

export class PutExportPartDto extends GetExportPartDto implements PutExportPartRequest {
  @ValidateBy({
    name: 'partSize',
    validator: {
      validate: (value: unknown) => Buffer.isBuffer(value) && value.length > 0 && value.length <= EXPORT_PART_BYTES,
      defaultMessage: () => `content must have 1 to ${EXPORT_PART_BYTES} bytes`,
    },
  })
  content!: Buffer;

  @IsInt()
  @Min(0)
  writtenMessages!: number;

  @IsInt()
  @Min(0)
  totalMessages!: number;
}

export class FinishExportDto extends ExportIdDto implements FinishExportRequest {
  @IsIn(['ready', 'failed'])
  state!: 'ready' | 'failed';
}
