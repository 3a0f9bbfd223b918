const burn = (ms) => {
  const { user, system } = process.cpuUsage();
  const spent = () => {
    const now = process.cpuUsage();
    return (now.user - user + now.system - system) / 1000;
  };
  while (spent() < ms) {}
};
burn(200);
export const handler = async () => burn(100);
