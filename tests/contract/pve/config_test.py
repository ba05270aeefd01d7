"""What may be changed in a guest, and how it is refused."""

from pve_test_case import PveTest

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ+n/3r0kAZVVSGHYBfPbVxBkuwXyTlLdmXnyKIZLk0H me@example.org"


class ConfigTest(PveTest):
    def test_parameters_are_checked_one_by_one(self):
        _, guest = self.clone()
        unknown = "property is not defined in schema and the schema does not allow additional properties"
        for name, value, text in (
                ("nonsense", 1, unknown),
                ("cores", 0, "value must have a minimum value of 1"),
                ("cores", "many", "type check ('integer') failed - got 'many'"),
                ("onboot", "true", "type check ('boolean') failed - got 'true'"),
                ("name", "bad_name!", "invalid format - value does not look like a valid DNS name\n"),
                ("net0", "virtio,foo=1", f"invalid format - format error\nnet0.foo: {unknown}\n"),
                ("ipconfig0", "ip=10.0.0.5", "invalid format - format error\nipconfig0.ip: invalid format - "
                 "value does not look like a valid ipv4 network configuration\n\n"),
                ("ostype", "beos", "value 'beos' does not have a value in the enumeration 'other, wxp, w2k, w2k3, "
                 "w2k8, wvista, win7, win8, win10, win11, l24, l26, solaris'")):
            with self.subTest(name=name, value=value):
                self.refuses({name: text}, guest.config.put, **{name: value})

    def test_keys_are_encoded_twice(self):
        _, guest = self.clone()
        self.refuses({"sshkeys": f"invalid format - invalid urlencoded string: {KEY}\n"}, guest.config.put, sshkeys=KEY)
        self.fails(500, "SSH public key validation error", guest.config.put, sshkeys="no%20key")

    def test_a_stale_digest_is_refused(self):
        _, guest = self.clone()
        digest = guest.config.get()["digest"]
        guest.config.put(cores=3, digest=digest)
        self.fails(500, "checksum mismatch (file change by other user?)", guest.config.put, cores=4, digest=digest)
        self.assertEqual(guest.config.get()["cores"], 3)

    def test_nothing_to_change_and_unknown_options_are_errors(self):
        _, guest = self.clone()
        self.fails(500, "no options specified", guest.config.put)
        self.refuses({"delete": "unknown option 'nosuch'"}, guest.config.put, delete="nosuch")
        guest.config.put(delete="balloon")

    def test_a_running_guest_takes_some_changes_later(self):
        vmid, guest = self.clone()
        self.ends_ok(guest.status.start.post())
        guest.config.put(memory=8192, description="at once")
        self.assertEqual(guest.config.get(current=1)["memory"], "2048")
        self.assertEqual(guest.config.get()["memory"], "8192")
        self.assertEqual(guest.config.get(current=1)["description"], "at once")
        pending = {row["key"]: row for row in guest.pending.get()}
        self.assertEqual((pending["memory"]["value"], pending["memory"]["pending"]), ("2048", "8192"))
        self.ends_ok(guest.status.stop.post())
        self.ends_ok(guest.status.start.post())
        self.assertEqual(self.simulator.guest(vmid)["config"]["memory"], "8192")

    def test_disks_are_allocated_detached_and_destroyed(self):
        vmid, guest = self.clone()
        guest.config.put(scsi1="local-lvm:4")
        self.assertEqual(guest.config.get()["scsi1"], f"local-lvm:vm-{vmid}-disk-0,size=4G")
        guest.config.put(delete="scsi1")
        self.assertEqual(guest.config.get()["unused0"], f"local-lvm:vm-{vmid}-disk-0")
        guest.config.put(delete="unused0")
        self.assertNotIn(f"local-lvm:vm-{vmid}-disk-0", self.simulator.volumes(vmid))
        self.fails(500, "storage 'nostore' does not exist", guest.config.put, scsi1="nostore:4")

    def test_resize_grows_and_never_shrinks(self):
        _, guest = self.clone()
        self.ends_ok(guest.resize.put(disk="scsi0", size="10G"))
        self.ends_ok(guest.resize.put(disk="scsi0", size="10G"))
        self.assertIn("size=10G", guest.config.get()["scsi0"])
        self.assertEqual(self.exit_of(guest.resize.put(disk="scsi0", size="4G")), "shrinking disks is not supported")
        self.assertEqual(self.exit_of(guest.resize.put(disk="scsi9", size="4G")), "disk 'scsi9' does not exist")
        self.refuses({"size": "value does not match the regex pattern"}, guest.resize.put,
                               disk="scsi0", size="abc")


class FirewallTest(PveTest):
    def test_addresses_options_and_rules(self):
        vmid, guest = self.clone()
        guest.firewall.options.put(enable=1, ipfilter=1, policy_in="DROP")
        self.assertEqual(guest.firewall.options.get()["enable"], 1)
        guest.firewall.ipset.post(name="ipfilter-net0")
        self.refuses({"name": "IPSet 'ipfilter-net0' already exists"}, guest.firewall.ipset.post,
                               name="ipfilter-net0")
        entries = guest.firewall.ipset("ipfilter-net0")
        entries.post(cidr="10.0.0.5")
        self.assertEqual([entry["cidr"] for entry in entries.get()], ["10.0.0.5"])
        guest.firewall.rules.post(type="in", action="ACCEPT", comment="first")
        guest.firewall.rules.post(type="in", action="DROP", comment="second", enable=1)
        rules = guest.firewall.rules.get()
        self.assertEqual([(rule["pos"], rule["comment"], rule["enable"]) for rule in rules],
                         [(0, "second", 1), (1, "first", 0)])
        self.refuses({"action": "unknown action 'BOGUS'"}, guest.firewall.rules.post, type="in", action="BOGUS")
        self.fails(500, "no rule at position 7", guest.firewall.rules(7).get)
        self.fails(500, "detected modified configuration - file changed by other user? Try again.",
                   guest.firewall.rules("0").delete, digest="0" * 40)
        guest.firewall.rules("0").delete(digest=rules[0]["digest"])
        # A clone takes the firewall along.
        twin = next(self.vmids)
        self.ends_ok(self.pve1.qemu(vmid).clone.post(newid=twin, full=1))
        self.assertEqual([entry["cidr"] for entry in self.pve1.qemu(twin).firewall.ipset("ipfilter-net0").get()],
                         ["10.0.0.5"])
