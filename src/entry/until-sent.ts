/** The same answer, and when its last byte was taken or its client was gone. Only a stream is still being made. */
export const untilSent = (response: Response): { sent: Response; done: Promise<void> } => {
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (!isStream || response.body === null) return { sent: response, done: Promise.resolve() };
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const done = response.body.pipeTo(writable).then(
    () => undefined,
    // The client left, of which the stream that was read has been told.
    () => undefined,
  );
  return { sent: new Response(readable, response), done };
};
