// Every component of this folder in every state, in light and dark beside each other. For those who build it (npm run dev, /ui/);
// no part of what is served to people.

import { render } from "preact";
import { useState } from "preact/hooks";

import "../base.css";
import "../tokens.css";
import "../field.css";
import "../forced-colors.css";
import { Avatar } from "../avatar.tsx";
import { Button, IconButton } from "../button.tsx";
import { Dialog } from "../dialog.tsx";
import { FileCard } from "../file-card.tsx";
import { FormDialog } from "../form-dialog.tsx";
import { Icon } from "../icon.tsx";
import type { MenuItem } from "../menu.tsx";
import { MenuButton } from "../menu-button.tsx";
import { Toasts } from "../toasts.tsx";
import { showTooltips } from "../tooltip.ts";
import { VirtualList } from "../virtual-list.tsx";
import { iconNames, tokenNames } from "./names.ts";
import "./gallery.css";

type Choice = { label: string; value: string };

const contrasts: Choice[] = [
  { label: "Kontras biasa", value: "system" },
  { label: "Kontras tinggi", value: "more" },
];
const densities: Choice[] = [
  { label: "Lapang", value: "comfortable" },
  { label: "Sedang", value: "standard" },
  { label: "Rapat", value: "compact" },
];
const accents: Choice[] = [
  { label: "Surel", value: "205 0.085" },
  { label: "Merah tua", value: "10 0.13" },
  { label: "Hijau", value: "150 0.11" },
  { label: "Nila", value: "275 0.13" },
];

function Gallery() {
  const [density, setDensity] = useState("standard");
  const root = document.documentElement;
  const chooseAccent = (value: string) => {
    const [hue = "", chroma = ""] = value.split(" ");
    root.style.setProperty("--accent-hue", hue);
    root.style.setProperty("--accent-chroma", chroma);
  };
  return (
    <>
      <header class="gallery-bar">
        <h1>Komponen Surel</h1>
        <Select label="Kontras" choices={contrasts} onChoose={(value) => (root.dataset["contrast"] = value)} />
        <Select label="Kerapatan" choices={densities} start="standard" onChoose={setDensity} />
        <Select label="Warna" choices={accents} onChoose={chooseAccent} />
      </header>
      <main class="gallery-themes" data-density={density}>
        {(["light", "dark"] as const).map((theme) => (
          <div key={theme} class={`gallery-theme gallery-${theme}`}>
            <h2>{theme === "light" ? "Terang" : "Gelap"}</h2>
            <Components theme={theme} />
          </div>
        ))}
      </main>
    </>
  );
}

function Select(props: {
  label: string;
  choices: readonly Choice[];
  start?: string;
  onChoose: (value: string) => void;
}) {
  return (
    <label>
      {props.label}{" "}
      <select value={props.start} onChange={(event) => props.onChoose(event.currentTarget.value)}>
        {props.choices.map(({ label, value }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

function Components({ theme }: { theme: string }) {
  const [dialog, setDialog] = useState<"small" | "large" | "full">();
  const [form, setForm] = useState<"primary" | "danger" | "busy">();
  return (
    <>
      <Part title="Warna">
        {tokenNames.map((name) => (
          <span key={name} class="swatch" ref={(element) => element?.style.setProperty("--swatch", `var(--${name})`)}>
            {name}
          </span>
        ))}
      </Part>
      <Part title="Tulisan">
        {["2xl", "xl", "lg", "md", "sm", "xs", "2xs"].map((size) => (
          <p key={size} ref={(element) => element?.style.setProperty("font-size", `var(--text-${size})`)}>
            {size}: Undangan Rapat Koordinasi Perangkat Daerah
          </p>
        ))}
      </Part>
      <Part title="Tombol">
        {(["primary", "plain", "quiet", "danger"] as const).map((variant) => (
          <span key={variant} class="gallery-row">
            <Button variant={variant}>Simpan</Button>
            <Button variant={variant} icon="compose">
              Pesan Baru
            </Button>
            <Button variant={variant} disabled>
              Tidak bisa
            </Button>
            <Button variant={variant} aria-pressed="true">
              Ditekan
            </Button>
          </span>
        ))}
        <span class="gallery-row">
          <IconButton icon="archive" label="Arsipkan" shortcut="e" />
          <IconButton icon="trash" label="Hapus" disabled />
          <IconButton icon="star-filled" label="Bintang" aria-pressed="true" />
        </span>
      </Part>
      <Part title="Isian">
        <div class="fields">
          <label class="field">
            Nama folder
            <input type="text" value="Surat Dinas" readOnly />
          </label>
          <label class="field">
            Kosong
            <input type="text" placeholder="Ketik di sini" />
          </label>
          <label class="field">
            Salah
            <input type="text" aria-invalid="true" value="///" readOnly />
            <span class="field-error">Nama ini tidak dapat dipakai.</span>
          </label>
          <label class="field">
            Tidak bisa diubah
            <input type="text" disabled value="Terkunci" />
          </label>
        </div>
      </Part>
      <Part title="Orang">
        {["Budi Santoso", "Siti Rahayu", "Wulan", "dinkes@contoh.go.id", "李 明", ""].map((name) => (
          <span key={name} class="gallery-row">
            <Avatar name={name} seed={name} />
            <Avatar name={name} seed={name} size="small" />
          </span>
        ))}
      </Part>
      <Part title="Menu">
        <MenuButton label="Tindakan lain" icon="more" items={menuItems} />
        <MenuButton label="Tidak bisa" icon="more" items={[]} isDisabled />
      </Part>
      <Part title="Berkas">
        <FileCard name="Undangan.pdf" type="application/pdf" detail="120 kB" href="#" actionLabel="Unduh" />
        <FileCard
          name="Anggaran 2026 rev 12 (final) perubahan kedua.xlsx"
          type=""
          detail="1,2 MB"
          href="#"
          actionLabel="Unduh"
        />
        <FileCard name="Foto.jpg" type="image/jpeg" detail="Mengunggah" progress={0.4} />
        <FileCard name="Besar.zip" type="application/zip" detail="Gagal diunggah" isFailed />
      </Part>
      <Part title="Dialog">
        {(["small", "large", "full"] as const).map((size) => (
          <Button key={size} onClick={() => setDialog(size)}>
            {size}
          </Button>
        ))}
        {dialog && (
          <Dialog
            title="Kosongkan Sampah?"
            closeLabel="Tutup"
            size={dialog}
            onClose={() => setDialog(undefined)}
            actions={
              <>
                <Button onClick={() => setDialog(undefined)}>Batal</Button>
                <Button variant="danger" onClick={() => setDialog(undefined)}>
                  Hapus Permanen
                </Button>
              </>
            }
          >
            <p>12 percakapan akan dihapus. Ini tidak dapat diurungkan.</p>
          </Dialog>
        )}
      </Part>
      <Part title="Dialog dengan isian">
        {(["primary", "danger", "busy"] as const).map((kind) => (
          <Button key={kind} onClick={() => setForm(kind)}>
            {kind}
          </Button>
        ))}
        {form && (
          <FormDialog
            title="Buat Folder"
            closeLabel="Tutup"
            cancelLabel="Batal"
            submitLabel="Simpan"
            variant={form === "danger" ? "danger" : "primary"}
            isBusy={form === "busy"}
            onSubmit={() => setForm(undefined)}
            onClose={() => setForm(undefined)}
          >
            <label class="field">
              Nama folder
              <input name="name" required />
            </label>
          </FormDialog>
        )}
      </Part>
      <Part title="Pemberitahuan">
        <div class="gallery-toasts">
          <Toasts
            toasts={toasts}
            label={`Pemberitahuan ${theme}`}
            closeLabel="Tutup"
            onClose={ignore}
            onHold={ignore}
          />
        </div>
      </Part>
      <Part title="Daftar panjang">
        <div class="gallery-list">
          <VirtualList
            label={`Satu juta baris ${theme}`}
            count={1_000_000}
            rowHeightPx={36}
            keyOf={(index: number) => String(index)}
            onRange={ignore}
            renderRow={(index: number) => <span class="gallery-line">Baris {index + 1}</span>}
          />
        </div>
      </Part>
      <Part title="Gambar">
        {iconNames.map((name) => (
          <span key={name} class="gallery-icon" data-tip={name}>
            <Icon name={name} />
            {name}
          </span>
        ))}
      </Part>
    </>
  );
}

function Part({ title, children }: { title: string; children: preact.ComponentChildren }) {
  return (
    <section class="gallery-part">
      <h3>{title}</h3>
      <div>{children}</div>
    </section>
  );
}

const ignore = (): void => undefined;

const menuItems: readonly MenuItem[] = [
  { kind: "heading", label: "Tindakan" },
  { label: "Balas", icon: "reply", shortcut: "r" },
  { label: "Tandai dengan bintang", icon: "star", isChecked: true },
  { label: "Tidak bisa", icon: "trash", isDisabled: true },
  { kind: "divider" },
  { label: "Pindahkan ke", icon: "move", items: () => [{ label: "Arsip", icon: "archive" }] },
];

const toasts = [
  { id: 1, text: "Percakapan diarsipkan", action: { label: "Urungkan", shortcut: "z", run: ignore } },
  { id: 2, text: "Pesan tidak terkirim. Periksa alamat penerima.", isError: true },
];

showTooltips(document);
const root = document.getElementById("gallery");
if (root) render(<Gallery />, root);
