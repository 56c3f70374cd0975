import { expect, test } from 'vitest';
import { checkAddress, privateIp } from './address';

const PRIVATE =
  `0.0.0.0 10.0.0.1 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.8
192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1
::ffff:a9fe:a9fe ::127.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1:: fc00::1 fd12::1
fe80::1 fec0::1 ff02::1 ::ffff:8.8.8.8 example 1.2.3`.split(/\s+/);

const PUBLIC =
  `1.1.1.1 8.8.8.8 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 192.0.1.1 198.17.0.1 198.20.0.1
223.255.255.255 2606:4700:4700::1111 2a00:1450::1`.split(/\s+/);

test.each(PRIVATE)('%s is not of the public internet', (ip) => expect(privateIp(ip)).toBe(true));
test.each(PUBLIC)('%s is public', (ip) => expect(privateIp(ip)).toBe(false));

test('an allow-listed host is matched with its port, whatever the spelling', () => {
  const policy = { allowedPrivateHosts: ['127.0.0.1:4010'] };
  expect(checkAddress('http://127.1:4010/x', policy)).toMatchObject({ ok: true, allowListed: true });
  expect(checkAddress('http://127.0.0.1:4011/', policy)).toMatchObject({ ok: false });
  expect(checkAddress('http://u:p@127.0.0.1:4010/', policy)).toMatchObject({ ok: false, why: 'user_info' });
});

test('plain http needs an opt-in', () => {
  expect(checkAddress('http://painel.example/', { allowedPrivateHosts: [] })).toMatchObject({
    why: 'scheme',
  });
  expect(checkAddress('http://painel.example/', { allowedPrivateHosts: [], allowHttp: true })).toMatchObject({
    ok: true,
    allowListed: false,
  });
  expect(checkAddress('http://10.0.0.1/', { allowedPrivateHosts: [], allowHttp: true })).toMatchObject({
    why: 'private',
  });
});
