import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isPublic } from '#lib/notify/address.ts';

describe('isPublic(address)', () => {
  it('knows the internet', () => {
    for (const address of ['1.1.1.1', '93.184.216.34', '172.32.0.1', '2606:4700:4700::1111', '2a00:1450::1']) {
      assert.equal(isPublic(address), true, address);
    }
  });

  it('refuses this machine, private networks, and whatever stands for one of them', () => {
    for (const address of [
      ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1'],
      ...['192.168.1.1', '224.0.0.1', '255.255.255.255', '::', '::1', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1'],
      ...['::ffff:127.0.0.1', '::ffff:7f00:1', '::127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001:0:1::1'],
      ...['2001:db8::1', 'fe80::1%lo', 'localhost', '', '127.1'],
    ]) {
      assert.equal(isPublic(address), false, address);
    }
  });
});
