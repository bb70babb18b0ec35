import { serve } from '@hono/node-server';
import { Hono } from 'hono';

/** Stands for the REST API that you have. */
const orders = [
  { id: 'A-1', customer: 'Ada', status: 'sent' },
  { id: 'A-2', customer: 'Bo', status: 'open' },
];

const api = new Hono()
  .get('/orders', (c) => {
    const status = c.req.query('status');
    return c.json(orders.filter((order) => status === undefined || order.status === status));
  })
  .get('/orders/:id', (c) => {
    const order = orders.find(({ id }) => id === c.req.param('id'));
    return order ? c.json(order) : c.json({ error: 'no such order' }, 404);
  });

const port = Number(process.env.PORT ?? 3003);
serve({ fetch: api.fetch, hostname: '127.0.0.1', port }, (address) =>
  console.log(`orders API on http://127.0.0.1:${address.port}`),
);
