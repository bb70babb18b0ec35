import { render } from 'preact';
import { App } from './app.tsx';
import { keepLive } from './state/live.ts';
import './styles/base.css';
import './styles/controls.css';
import './styles/shell.css';
import './styles/talk.css';
import './styles/panels.css';
import './styles/form.css';

keepLive();
render(<App />, document.getElementById('page')!);
