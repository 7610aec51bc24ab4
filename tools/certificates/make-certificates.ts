import { APP_NAMES } from '@messenger/stack';
import { writeCertificates } from './certificate-authority.js';

const DEFAULT_FOLDER = '.data/certificates';
const DAYS = 90;

const [folder = DEFAULT_FOLDER] = process.argv.slice(2).filter((argument) => argument !== '');
await writeCertificates(folder, APP_NAMES, DAYS);
console.log(`Certificates of ${APP_NAMES.join(', ')} are in ${folder}, for ${DAYS} days`);
