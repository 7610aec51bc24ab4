import { render } from 'preact';
import { App } from './app.js';
import { start } from './start.js';
import './styles/index.css';

start();
render(<App />, document.getElementById('app') ?? document.body);
