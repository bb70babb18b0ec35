export const LinkPage = ({ id }: { id: string }) => <main class="alone">{id}</main>;
