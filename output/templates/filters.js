// What the filters of the state keep, and what is selected: the same in every view.

const kept = (name, value) => {
  const values = state.get().filters[name];
  return !values.length || values.includes(value);
};
const isOn = (node) => kept("type", node.group);
const isLinkOn = ({ subject, object }) => isOn(subject) && isOn(object);

function setFilter(name, values) {
  state.set({ filters: { ...state.get().filters, [name]: values } });
}

const selectedNodes = () =>
  state
    .get()
    .selection.map((id) => nodes.get(id))
    .filter(Boolean);
const selectedNode = () => selectedNodes().at(-1) || null;
