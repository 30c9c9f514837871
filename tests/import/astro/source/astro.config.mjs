import { defineConfig } from 'astro/config';
export default defineConfig({ site: 'https://kiln.example', title: 'Kiln' });
