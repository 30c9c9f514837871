try{var t=localStorage.getItem("hub:theme");if(t=="dark"||t=="light")document.documentElement.dataset.theme=t}catch(e){}
