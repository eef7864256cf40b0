import './app.css';

import { mount } from 'svelte';

import App from './App.svelte';
import { openHost } from './host';

await openHost();
mount(App, { target: document.getElementById('app') as HTMLElement });
